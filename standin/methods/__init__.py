"""The methods of the Bot API, one small function each, gathered by `registry`."""
