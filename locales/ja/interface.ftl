## 数
## `{ $x }` は書式済みの数、`$x_cat` はその複数形の区分。数に接する空白は改行しない空白。

none = なし
flag-true = はい
flag-false = いいえ
# Beside the last case of a formula that tells cases apart.
case-otherwise = その他
number-percent = { $x }%
number-approximate = 約{ $x }
number-range = { $low }～{ $high }
number-range-wide = { $low }～{ $high }

## 単位
## 値は数に添える形、`.words` は文中の形、`.symbol` は GiB/s のような複合単位の部分。
## サイトは `unit-名前` を足せる。`unit` はメッセージのない単位のため。

unit = { $x } { $unit }
unit-B = { $x } B
    .words = { $x }バイト
unit-kB = { $x } kB
    .words = { $x }キロバイト
unit-MB = { $x } MB
    .words = { $x }メガバイト
unit-GB = { $x } GB
    .words = { $x }ギガバイト
unit-TB = { $x } TB
    .words = { $x }テラバイト
unit-KiB = { $x } KiB
    .words = { $x }キビバイト
unit-MiB = { $x } MiB
    .words = { $x }メビバイト
unit-GiB = { $x } GiB
    .words = { $x }ギビバイト
unit-TiB = { $x } TiB
    .words = { $x }テビバイト
unit-s = { $x }秒
    .symbol = s
unit-B-per-param = { $x } B/パラメータ
    .words = 1パラメータあたり{ $x }バイト
unit-B-per-token = { $x } B/トークン
    .words = 1トークンあたり{ $x }バイト
unit-param = { $x }パラメータ
    .symbol = パラメータ
unit-token = { $x }トークン
    .symbol = トークン
unit-layer = { $x }層
    .symbol = 層
unit-head = { $x }ヘッド
    .symbol = ヘッド

## The theme
## Texts around a page. `language-name` is the language's name in itself, `language-country` the
## country whose form of it this is, as social networks want to know.

language-name = 日本語
language-country = JP
theme-skip = 本文へ移動
theme-menu = メニュー
theme-close = メニューを閉じる
theme-dark = ダークモード
theme-copy = コピー
theme-copied = コピーしました
theme-languages = 言語
theme-search = 検索
theme-search-found = { $count }件見つかりました
theme-search-none = 見つかりませんでした。短い言葉か、言葉の一部で試してください。
theme-search-failed = 検索を読み込めませんでした。
theme-search-help = 矢印キーで結果を選び、Enterで先頭を開き、Escで閉じます。
theme-navigation = サイト内のページ
theme-breadcrumbs = 現在の場所
theme-contents = このページの内容
theme-turn = 前後のページ
theme-previous = 前のページ
theme-next = 次のページ
theme-edit = このページを編集する
theme-computed = このサイトの数字は、すべて計算式から求めています。
theme-untranslated = このページはまだ翻訳されていないため、{ $language }版を表示しています。数値は最新です。
theme-not-found = お探しのページは見つかりませんでした。
# Beside the language that the reader's browser asks for, or that was chosen before.
theme-yours = お使いの言語
theme-home = ホームへ
theme-note = 補足
theme-tip = ヒント
theme-important = 重要
theme-warning = 注意
theme-caution = 警告
theme-footnotes = 脚注
theme-back = 本文の{ $number }番の注へ戻る
theme-table = 表{ $number }
theme-table-under = 表{ $number }：{ $heading }
theme-reference = 注{ $number }

## The formula book

theme-formulas = 数式集
theme-formulas-about = このサイトの数字を求める計算式の一覧です。各計算式のページに、定義、数を代入した計算例、その値を使うページを載せています。
theme-inputs = 入力
theme-input = 入力
theme-scenarios = シナリオ
theme-formula = 計算式
theme-definition = 定義
theme-meaning = 意味
theme-unit = 単位
theme-value = 値
theme-name = 名前
theme-default = 既定値
theme-worked = 計算例
theme-source = 出典
theme-uses = この計算式が使う計算式
theme-used-by = この計算式を使う計算式
theme-shown-on = この計算式の値を示すページ
theme-inputs-of = 計算例の入力
theme-quoted = 引用された値：計算結果ではなく、第三者の主張です。
theme-observed = 実測値：計算結果ではなく、読み取った値です。
theme-tape = メモリの確保と解放の手順
theme-steps = 途中の計算
theme-steps-more = 残り{ $count }個の式は数式集にあります
theme-rows-asked = 評価した行数：{ $count }
theme-tape-step = ステップ
theme-tape-change = 増減
theme-tape-total = その後の使用量
theme-tape-reached = 途中の最大
theme-tape-peak = ピーク
theme-tape-several = ほか{ $count }ステップ
theme-part = 内訳
theme-share = 割合
theme-total = 合計
theme-scenario = シナリオ
theme-difference = 差
theme-given = この計算の入力：
theme-holds-yes = 成り立つ
theme-holds-no = 成り立たない

## The card of a number

theme-exact = 正確な値
theme-other-units = ほかの単位では
theme-see-worked = 計算の過程を見る

## Charts
## `{ $value }` is a number already written, with its unit; the other texts are names.

chart-data = 図の数値
chart-comma = 、
chart-label = { $name }：{ $value }
chart-from = { $value }以上
chart-rest = その他
chart-row = 設定
chart-equal = 計算値＝測定値
chart-steps = 手順（左から順に）
chart-peak = 最大：{ $value }
chart-at-peak = 最大時
chart-at-most = 各項目の最大
chart-tints = 色の濃さの意味
chart-bar = { $name }と{ $limit }
chart-bar-parts = { $name }は{ $value }。最も大きい内訳は{ $part }で、{ $share }を占めます。
chart-bar-below = 上限（{ $limit }）まで{ $gap }の余裕があります。
chart-bar-above = 上限（{ $limit }）を{ $gap }超えています。
chart-sweep = { $input }を変えたときの{ $names }
chart-sweep-constant = { $name }は、つねに{ $value }です。
chart-sweep-range = { $name }は、{ $low }（{ $input }が{ $low_at }のとき）から{ $high }（{ $high_at }のとき）までの値を取ります。
chart-sweep-below = { $name }は、この範囲では上限（{ $limit }）を超えません。
chart-sweep-above = { $name }は、この範囲では常に上限（{ $limit }）を超えます。
chart-sweep-until = { $name }が上限（{ $limit }）に収まるのは、{ $input }が{ $at }までのときです。
chart-timeline = { $name }の推移
chart-timeline-peak = { $name }で最も多くなるのは手順「{ $step }」で、{ $value }に達します。そのうち最も大きいのは「{ $part }」。
chart-timeline-rule = { $least }に満たない増減は、次の手順とまとめて描いています。
chart-scatter = { $names }と{ $measured }の比較
chart-scatter-worst = { $name }は{ $count }点。最大のずれは{ $error }（{ $row }）。
chart-farthest = 表には、{ $total }行のうち差の大きい{ $count }行を載せています。
chart-worst = { $name }：{ $total }件のうち大きい順に{ $count }件
chart-heat = { $rows }と{ $columns }ごとの{ $name }

## The live server
## What `babacus serve` adds to a page while its author writes. `{ $count }` and `{ $pages }` are plain numbers.

live-label = ページの更新
live-changed = 変わった数値：{ $count }
live-beside = ほかのページ：{ $count }（{ $pages }ページ）
live-faults = エラー：{ $count }
live-stays = 最後に正しく作成できたときの内容を表示しています。
live-close = 閉じる
live-lost = サーバーからの応答がありません。つながりしだい更新を再開します。
