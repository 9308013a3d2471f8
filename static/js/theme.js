// Colours for the charts, read from the tokens.
const NAMES = ["ink", "ink-2", "ink-3", "line", "line-2", "paper", "brand", "brand-soft", "well", "warm", "lamp-red", "lamp-amber-fill", "c1", "c2", "c3", "c4", "c5"];

export function tokens() {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

export function theme(t) {
  const axis = {
    axisLine: {show: false}, axisTick: {show: false}, axisLabel: {color: t["ink-3"], fontSize: 12},
    splitLine: {lineStyle: {color: t["line-2"]}},
  };
  return {
    color: [t.brand, t.c3, t.well, t.warm, t["ink-3"]],
    backgroundColor: "transparent",
    textStyle: {fontFamily: getComputedStyle(document.body).fontFamily, color: t.ink},
    animationDuration: 0, animationDurationUpdate: 0,
    categoryAxis: axis, valueAxis: axis,
    line: {symbol: "none", lineStyle: {width: 2}},
    tooltip: {backgroundColor: t.paper, borderColor: t.line, textStyle: {color: t.ink, fontSize: 13}},
  };
}
