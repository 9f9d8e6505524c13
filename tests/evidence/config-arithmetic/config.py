block_size = 2 ** 10
batch_size = (
    7 // 2  # 3
    + 5
)
n_embd = 64 * \
    12
gradient_accumulation_steps = 5 * 8
heads = 12
n_head: int = heads
n_layer = -(-23 // 2)
dropout = 2.5e-1 - .25
a = b = 16; batch_size += a % 3
max_tokens = 600_000
