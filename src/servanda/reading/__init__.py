"""From a report's text to claims: segments, mentions, frames, and the gate that nothing passes without evidence."""
