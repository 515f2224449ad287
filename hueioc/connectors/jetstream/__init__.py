"""Every fact of the journal, once and in order, in a stream of NATS JetStream."""
