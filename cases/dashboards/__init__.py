"""Door for officials: figures of a territory, the cases behind each figure, and the situation map. Reads only."""
