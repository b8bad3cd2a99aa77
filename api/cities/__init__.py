"""Cities, and the company behind them."""
