# 設定
名前 = '東京 🗼'
note = "Größe: 5 µm"
	batch_size = 3
n_layer = 4 + 1
run = 名前 + '\u3042'
n_head = １２
