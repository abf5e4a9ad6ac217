//! The YAML stream: schema, load, edit, save, verify. Knows nothing of the terminal.
