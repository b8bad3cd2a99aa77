"""The memory: tables, and the queries of each noun, a package for each; beside them the inbox and the send ledger."""
