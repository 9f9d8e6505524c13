# a small model of letters
out_dir = 'out-letters'
eval_interval = 250 # often
dataset = 'shakespeare_char'
gradient_accumulation_steps = 1
batch_size = 64
block_size = 256  # context of 256 letters
n_layer = 6
n_head = 6
n_embd = 384
dropout = 0.2
learning_rate = 1e-3
min_lr = learning_rate / 10
