"""Test1 in versions, judged before anybody is asked."""
