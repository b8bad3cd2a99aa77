"""`otklik doctor`: every part is asked how it is, and each finding says what to do."""
