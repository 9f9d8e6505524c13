## Sections of the formula book, one for each file of content/formulas/.

book-attention = 注意機構
book-batch = バッチとトークン
book-block = 1ブロックの流れ
book-card = カードに収まるか
book-cards = カードの一覧
book-inputs = 入力の条件
book-kernels = カーネルの作業領域
book-logits = ロジットと交差エントロピー
book-measured = 実測との比較
book-observed = 実測値
book-parameters = パラメータの数
book-peak = メモリのピーク
book-quoted = 引用された経験則
book-saved = 逆伝播のために残すもの
book-scenarios = シナリオ
book-states = 重み・勾配・オプティマイザの状態
book-step = 学習の1ステップ
