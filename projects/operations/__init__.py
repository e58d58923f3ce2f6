"""Every change to the record: one module per noun. All are keyword-only, run under the project's lock, and raise a Refusal or write history."""
