// Draws the charts of a board from the numbers in the page. Without it the tables below them stay open.
import {theme, tokens} from "./theme.js";

const source = document.getElementById("chart-data");
const wide = matchMedia("(min-width: 701px)");

function bars(slices, t) {
  const rows = slices.slice().reverse();
  return {
    grid: {left: 8, right: 76, top: 4, bottom: 4, containLabel: true},
    tooltip: {trigger: "axis", axisPointer: {type: "none"}, renderMode: "richText"},
    xAxis: {type: "value", show: false},
    yAxis: {type: "category", data: rows.map((row) => row.label), axisLabel: {fontSize: 13, color: t.ink, width: wide.matches ? 150 : 110, overflow: "truncate"}},
    series: [
      {
        type: "bar", stack: "all", barMaxWidth: 14, cursor: "pointer", itemStyle: {borderRadius: [2, 0, 0, 2]},
        data: rows.map((row, index) => ({value: row.due - row.late, url: row.url, itemStyle: {color: rows.length > 9 && index === 0 ? t.c3 : t.brand}})),
        tooltip: {show: false},
      },
      {
        type: "bar", stack: "all", barMaxWidth: 14, cursor: "pointer",
        data: rows.map((row) => ({value: row.late, url: row.late ? row.late_url : row.url})),
        itemStyle: {color: t["lamp-red"], borderColor: t.paper, borderWidth: 1},
        label: {
          show: true, position: "right", distance: 8,
          formatter: (point) => {
            const row = rows[point.dataIndex];
            return row.late ? `{all|${row.due}}  {late|▲${row.late}}` : `{all|${row.due}}`;
          },
          rich: {all: {color: t.ink, fontSize: 13, fontWeight: 700}, late: {color: t["lamp-red"], fontSize: 12}},
        },
        tooltip: {show: false},
      },
    ],
  };
}

function line(points, goal, t) {
  const known = points.map((point) => point.value).filter((value) => value !== null);
  const lowest = Math.min(goal, ...known);
  const [low, interval] = lowest < 52 ? [0, 25] : [Math.floor((lowest - 2) / 10) * 10, 10];
  const last = points.findLastIndex((point) => point.value !== null);
  return {
    grid: {left: 44, right: 62, top: 18, bottom: 26},
    xAxis: {type: "category", data: points.map((point) => point.label), boundaryGap: false},
    yAxis: {type: "value", min: low, max: 100, interval, axisLabel: {formatter: "{value}%"}},
    series: [{
      type: "line", cursor: "pointer", connectNulls: true, symbol: "circle", symbolSize: 5, showSymbol: true,
      data: points.map((point) => ({value: point.value, url: point.url})),
      lineStyle: {color: t.brand, width: 2.5}, itemStyle: {color: t.brand}, areaStyle: {color: t["brand-soft"], opacity: 0.6},
      label: {show: true, position: "right", distance: 8, color: t.ink, fontWeight: 700, formatter: (point) => point.dataIndex === last ? `${point.value}%` : ""},
      markLine: {silent: true, symbol: "none", data: [{yAxis: goal}], lineStyle: {color: t.well, width: 1, type: "solid"}, label: {formatter: `${goal}%`, color: t.well, position: "insideStartTop"}},
    }],
  };
}

function draw(data) {
  const t = tokens();
  window.echarts.registerTheme("tokens", theme(t));
  const options = {
    categories: () => bars(data.categories, t),
    functions: () => bars(data.functions, t),
    trend: () => line(data.trend, data.goal, t),
  };
  for (const place of document.querySelectorAll("[data-chart]")) {
    window.echarts.getInstanceByDom(place)?.dispose();
    place.classList.add("drawn");
    const rows = data[place.dataset.chart];
    if (place.dataset.chart !== "trend") place.style.height = `${rows.length * 30 + 12}px`;
    const chart = window.echarts.init(place, "tokens");
    chart.setOption(options[place.dataset.chart]());
    chart.on("click", (point) => { if (point.data?.url) location.assign(point.data.url); });
  }
}

if (source && window.echarts) {
  const data = JSON.parse(source.textContent);
  for (const table of document.querySelectorAll("[data-table]")) table.open = false;
  draw(data);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => draw(data));
  let waiting;
  addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(() => draw(data), 150); });
}
