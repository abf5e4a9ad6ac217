//! The person's own files in the XDG folders: config, prompt history, views, undo log.
