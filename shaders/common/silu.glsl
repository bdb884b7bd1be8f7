float silu(float x) { return x / (1.0 + exp(-x)); }
