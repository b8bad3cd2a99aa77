-- Whatever these keys sealed is lost with them; nobody goes below this revision with journeys that are to go on.

DROP TABLE candidate_keys;
