//! Messages: what is read from files, and what is reported.
