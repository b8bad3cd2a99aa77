-- Everything that the third revision made.

DROP TABLE recruiter_prompts;
