"""What is measured, one module a benchmark (`registry.py` lists them), each beside something bare."""
