"""The demo's world: invented organisations, people and texts, at AXTRA's real scale. Everything is deterministic."""
