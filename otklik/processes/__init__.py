"""The commands of `otklik`, a module each, and what the processes behind them begin and end with."""
