"""What admins see and change through the API: lists, exports, figures, tokens and the audit log."""
