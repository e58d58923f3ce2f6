"""Every change to the record, a module per noun. All are keyword-only, run under the project's lock, and refuse or write history."""
