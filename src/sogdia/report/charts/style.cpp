#include "sogdia/report/charts/style.h"

namespace sogdia::report {

std::string_view style() {
  return R"css(
:root{color-scheme:light dark;--paper:#fff;--panel:#f6f4ef;--ink:#1c1e22;--soft:#585d66;--rule:#d9d6cf;--grid:#e4e2dc;
--water:#eef3f6;--land:#dedbd2;--edge:#fff;--border:#aaa69b;--sea:#0072b2;--rail:#b5432a;--road:#70757e;--air:#8a5fb0;--pipe:#00785a;
--a:#b84a00;--b:#00689f;--main:#0072b2;--then:#9aa0a8;--accent:#8a3320;--halo:#fff;
--m3:#a04500;--m2:#d9822b;--m1:#f2c695;--z:#e9e7e1;--p1:#b5d8ee;--p2:#4b9fd0;--p3:#005a8c;--none:#f7f6f3}
@media (prefers-color-scheme:dark){:root{--paper:#15171b;--panel:#1e2127;--ink:#eceae5;--soft:#adb1b9;--rule:#3a3e46;--grid:#2d3138;
--water:#1a2027;--land:#353a42;--edge:#15171b;--border:#666c77;--sea:#56b4e9;--rail:#ee8a6b;--road:#a7adb6;--air:#c6a3ea;--pipe:#3cc99f;
--a:#f29a5b;--b:#6cc0ee;--main:#56b4e9;--then:#7d848e;--accent:#f0a48c;--halo:#15171b;
--m3:#f59a45;--m2:#b8641a;--m1:#6b4423;--z:#3f434b;--p1:#23506b;--p2:#2f86b8;--p3:#7fcbf7;--none:#22262c}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Liberation Sans",sans-serif;font-variant-numeric:tabular-nums}
main,.top,.foot{max-width:752px;margin:0 auto;padding:0 16px}
.top{padding-top:36px}
.kicker{margin:0;color:var(--accent);font-weight:600;font-size:14px;letter-spacing:.02em}
h1{font-size:38px;line-height:1.12;letter-spacing:-.015em;margin:6px 0 8px;text-wrap:balance}
.lede{font-size:19px;color:var(--soft);margin:0 0 18px;max-width:60ch}
h2{font-size:27px;line-height:1.2;letter-spacing:-.01em;margin:60px 0 8px;padding-top:18px;border-top:3px solid var(--ink);text-wrap:balance}
h3{font-size:19px;line-height:1.3;margin:0;text-wrap:balance}
h4{font-size:16px;margin:22px 0 4px}.finding{margin:38px 0 0}
p{margin:10px 0;max-width:68ch}
a{color:var(--b)}
nav{font-size:15px;margin:0 0 20px}nav a{display:inline-block;margin:0 14px 4px 0}
.box{background:var(--panel);border-radius:6px;padding:20px 22px 14px;margin:18px 0 30px}
.box .three{display:grid;grid-template-columns:repeat(3,1fr);gap:22px}
.box .three.n2{grid-template-columns:repeat(2,1fr)}.box .three.n1{grid-template-columns:1fr}
.big{display:block;font-size:33px;line-height:1.1;font-weight:700;letter-spacing:-.02em}
.what{display:block;font-size:15px;line-height:1.35;margin-top:4px}
.band{display:block;font-size:14px;color:var(--soft);margin-top:2px}
.box p{margin:16px 0 0;font-size:18px;line-height:1.45}
figure{margin:38px 0 0;padding:0}
.sub{color:var(--soft);font-size:15px;margin:3px 0 10px;line-height:1.4}
.note{font-size:15px;margin:8px 0 0}
p.note{color:var(--soft)}
.none{background:var(--panel);border-left:4px solid var(--then);padding:10px 14px;margin:12px 0}
figure footer{font-size:13.5px;line-height:1.45;color:var(--soft);margin-top:8px;padding-top:7px;border-top:1px solid var(--rule)}
.dl{white-space:nowrap}
details{font-size:14px;margin-top:4px}summary{cursor:pointer;color:var(--b);width:max-content}
.scroll{overflow-x:auto;max-height:430px;overflow-y:auto;margin-top:8px}
figure>.scroll{max-height:none}
table{border-collapse:collapse;width:100%;font-size:14px;line-height:1.35}
caption{text-align:left;color:var(--soft);font-size:13.5px;padding:0 0 6px}
th,td{padding:5px 10px 5px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule);font-weight:400}
thead th{font-weight:600;border-bottom:1.5px solid var(--ink);background:var(--paper);position:sticky;top:0;vertical-align:bottom}
.num{text-align:right;white-space:nowrap;padding-right:12px}thead .num{white-space:normal}
.legend{font-size:13.5px;line-height:1.5;color:var(--soft);margin:0 0 8px}
.k{display:inline-block;margin-right:16px;white-space:nowrap}
.k i{display:inline-block;width:24px;border-top:3px solid;margin-right:6px;vertical-align:middle}
.k i.dash{border-top-style:dashed}.k i.sea{color:var(--sea)}.k i.rail{color:var(--rail)}.k i.road{color:var(--road)}.k i.air{color:var(--air)}.k i.pipe{color:var(--pipe)}
.k i.f-a{background:var(--a)}.k i.f-b{background:var(--b)}.k i.swatch{height:12px;width:18px;border:1px solid var(--border)}
.k svg{vertical-align:-2px;margin-right:6px;width:14px;height:14px}
.pic svg{display:block;width:100%;height:auto}
.wide,.narrow,.paper,.cut{display:none}
@media screen and (min-width:1140px){.breakout{width:1080px;margin-left:-180px}.breakout .wide{display:block}.breakout .medium{display:none}}
@media screen and (max-width:660px){.medium{display:none}.pic.narrow{display:block;max-width:520px}
body{font-size:16px}h1{font-size:29px}h2{font-size:23px;margin-top:44px}.lede{font-size:17px}
.box{padding:16px 16px 12px;margin:14px -6px 24px}.box .three{grid-template-columns:1fr;gap:14px}.big{font-size:31px}}
svg.hidden{position:absolute;width:0;height:0}
svg text{fill:var(--ink);font-size:13px;font-family:inherit}
.tick{fill:var(--soft)!important;font-size:12px!important}
svg text.note{fill:var(--soft);font-size:12.5px}
.strong{font-weight:650}.head{font-weight:650}
.halo,.map-label{paint-order:stroke;stroke:var(--halo);stroke-width:3.5px;stroke-linejoin:round}
.map-label{font-size:12px!important}.map-label.strong{font-size:13px!important}
.wide .map-label{font-size:12.5px!important}.narrow .map-label{font-size:11.5px!important}
.grid{stroke:var(--grid);stroke-width:1}.zero{stroke:var(--soft);stroke-width:1.2}
.event{stroke:var(--then);stroke-width:1}.level{stroke:var(--ink);stroke-width:1.2;stroke-dasharray:2 3}
.mark{fill:var(--soft)}
.whisker{stroke:var(--ink);stroke-width:1.4}.arrow{fill:none}.under{stroke:var(--paper);stroke-width:4;opacity:.75}.hatch-line{fill:var(--paper);opacity:.6}.stem{stroke:var(--then);stroke-width:3}
.dot-before{fill:var(--paper);stroke:var(--soft);stroke-width:2}.dot-after{fill:var(--main);stroke:var(--paper);stroke-width:1}
.f-main{fill:var(--main)}.f-a{fill:var(--a)}.f-b{fill:var(--b)}.f-loss{fill:var(--m2)}.f-soft{fill:var(--then)}.then{opacity:.5}
.hatched{fill:url(#hatch)}.hatched-light{fill:url(#hatch-light)}
.t-a{fill:var(--a)!important}.t-b{fill:var(--b)!important}
.l-main,.l-a,.l-b,.l-soft{fill:none;stroke-width:2.4;stroke-linejoin:round}.l-main{stroke:var(--ink)}.l-a{stroke:var(--a)}.l-b{stroke:var(--b)}.l-soft{stroke:var(--then)}
.dashed{stroke-dasharray:6 4}
.bead{stroke:none}.l-main.bead{fill:var(--ink)}.l-a.bead{fill:var(--a)}.l-b.bead{fill:var(--b)}.l-soft.bead{fill:var(--then)}
.water{fill:var(--water)}.land{fill:var(--land)}
.border,.disputed{fill:none;stroke:var(--edge);stroke-width:.8;vector-effect:non-scaling-stroke}
.disputed{stroke:var(--border);stroke-dasharray:3 2.5}
.way{fill:none;vector-effect:non-scaling-stroke;stroke-linejoin:round;stroke-linecap:round}
.way.sea{stroke:var(--sea)}.way.rail{stroke:var(--rail)}.way.road{stroke:var(--road)}.way.air{stroke:var(--air)}.way.pipe{stroke:var(--pipe)}
.way.thin{stroke-width:.7;opacity:.45}.way.thin.road{stroke-width:.5;opacity:.4}
.way.lane1{stroke-width:.6;opacity:.5}.way.lane2{stroke-width:1;opacity:.55}.way.lane3{stroke-width:1.7;opacity:.6}.way.lane4{stroke-width:2.8;opacity:.65}.way.lane5{stroke-width:4.4;opacity:.7}
.k i.lane1{border-top-width:1px}.k i.lane2{border-top-width:1.4px}.k i.lane3{border-top-width:2px}.k i.lane4{border-top-width:3px}.k i.lane5{border-top-width:5px}
.way.corridor{stroke-width:2}.way.project{stroke-width:2.6}.way.planned{stroke-width:2;stroke-dasharray:4 4;stroke-linecap:butt}
.way.route{stroke-width:2.6}.way.faint{stroke-width:1.3;stroke-dasharray:1 4}
.glyph{fill:var(--ink);stroke:var(--halo);stroke-width:1.2}.glyph.hollow{fill:var(--paper);stroke:var(--ink);stroke-width:1.5}
.cross{fill:none;stroke:var(--accent);stroke-width:2.8;stroke-linecap:round}.cross-ground{fill:var(--paper);stroke:var(--accent);stroke-width:1.6}.legend b.cross{color:var(--accent);margin-right:5px}
.claims{list-style:none;padding:0;margin:18px 0 0}.claim{border-left:4px solid var(--then);padding:6px 14px;margin:0 0 14px;break-inside:avoid}.claim p{margin:3px 0}.claim.error{border-color:var(--a);background:var(--panel)}.claim.fits{border-color:var(--b)}.claim.unsure{border-color:var(--air)}.claim .quiet{color:var(--soft);font-size:14px}
.place{fill:var(--ink);stroke:var(--halo);stroke-width:1.5}
.dm3{fill:var(--m3);background:var(--m3)}.dm2{fill:var(--m2);background:var(--m2)}.dm1{fill:var(--m1);background:var(--m1)}
.d0{fill:var(--z);background:var(--z)}.dp1{fill:var(--p1);background:var(--p1)}.dp2{fill:var(--p2);background:var(--p2)}.dp3{fill:var(--p3);background:var(--p3)}
.d-none{fill:var(--none);background:var(--none)}
.sources{line-height:1.4}.sources{columns:2;column-gap:28px;font-size:12.5px!important;padding-left:18px}.sources li{margin:3px 0;overflow-wrap:anywhere;break-inside:avoid}
@media screen and (max-width:660px){.sources{columns:1}
.stack,.stack tbody,.stack tr,.stack td,.stack th,.stack caption{display:block}.stack thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.stack tr{border-bottom:1.5px solid var(--rule);padding:8px 0}.stack td,.stack tbody th{border:0;padding:2px 0}.stack tbody th{font-weight:600}
.stack td{display:flex;justify-content:space-between;gap:14px;text-align:right;white-space:normal}.stack td::before{content:attr(data-l);color:var(--soft);text-align:left;flex:none}.stack td:empty{display:none}figure>.scroll tr.more{display:none}figure>.cut{display:block;font-size:13.5px;color:var(--soft)}}
.foot{margin-top:56px;padding-bottom:40px;color:var(--soft);font-size:14px}
@page{size:A4;margin:10mm 12mm 13mm;@bottom-right{content:counter(page) " / " counter(pages);font:9pt sans-serif;color:#555}@bottom-left{content:"Sogdia brief";font:9pt sans-serif;color:#555}}
@media print{:root{color-scheme:light;--paper:#fff;--panel:#f6f4ef;--ink:#111;--soft:#4c5058;--rule:#d0cdc6;--grid:#e4e2dc;--water:#eef3f6;--land:#dedbd2;--edge:#fff;--border:#999;
--sea:#0072b2;--rail:#b5432a;--road:#70757e;--air:#8a5fb0;--pipe:#00785a;--a:#b84a00;--b:#00689f;--main:#0072b2;--then:#9aa0a8;--accent:#8a3320;--halo:#fff;
--m3:#a04500;--m2:#d9822b;--m1:#f2c695;--z:#e9e7e1;--p1:#b5d8ee;--p2:#4b9fd0;--p3:#005a8c;--none:#f7f6f3}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{font-size:8.3pt;line-height:1.32}main,.top,.foot{max-width:none;padding:0}.top{padding-top:0}h1{font-size:19pt;margin:2pt 0 4pt}h1.long-title{font-size:15pt}.kicker{font-size:9pt}.lede{font-size:10.5pt;margin-bottom:4pt;max-width:none}
[data-screen]{display:none!important}.cols{columns:2;column-gap:8mm}p{max-width:none}
h2{font-size:12.5pt;margin:9pt 0 2pt;padding-top:4pt}h3{font-size:10pt}.sub,.legend,.note{font-size:8pt;margin-top:2pt;margin-bottom:4pt}h2,h3,h4{break-after:avoid;break-inside:avoid}
.box{padding:7pt 11pt 5pt;margin:5pt 0 7pt}.box .three{gap:14pt}.big{font-size:17pt}.what{font-size:8.5pt}.band{font-size:8pt}.box p{font-size:9pt;margin-top:5pt;line-height:1.35}
.pic svg{width:100%}.long .pic svg{width:auto;max-width:76mm;margin:0 auto}[id^=routes] tbody th,[id^=pledges] tbody th,#votes tbody th{white-space:nowrap}#forum .pic{display:none!important}table,caption{font-size:7.3pt;line-height:1.25}figure footer{font-size:6.5pt;line-height:1.25;margin-top:3pt;padding-top:2pt}th,td{padding-top:1.5pt;padding-bottom:1.5pt}
.wide,.medium,.narrow{display:none}.pic.paper,p.cut,section.paper,p.paper{display:block}.cut{font-size:7pt;color:var(--soft);margin:2pt 0 0}
#on-screen{break-inside:avoid;margin-top:7pt;border-top:1px solid var(--rule);padding-top:3pt}#on-screen h3{font-size:8pt}#on-screen p{font-size:7pt;line-height:1.25;margin:1pt 0}
#methods{columns:3;column-gap:6mm}#methods>h2{column-span:all}#methods>p,#methods>ul{font-size:6.8pt;line-height:1.27;margin:2pt 0;padding-left:0;list-style:none}#methods h3{font-size:8pt;margin-top:3pt}#methods .sources{columns:1;font-size:6.3pt!important;line-height:1.2}.sources li{margin:.5pt 0}.sources a{color:inherit;text-decoration:none}
.claims{columns:2;column-gap:8mm;margin-top:6pt}.claim{padding:2pt 8pt;margin-bottom:4pt}.claim .quiet{font-size:7.5pt}
.keep{break-inside:avoid}.long .keep:not(:has(.pic)){break-after:avoid}.pic,tr,.box,.none{break-inside:avoid}figure{margin-top:7pt}
figure:not(.long),.long .scroll{break-inside:avoid}caption{break-after:avoid}.long:has(tr:nth-child(18)) .scroll{break-inside:auto}
.scroll{overflow:visible;max-height:none}details,.dl,nav,.more{display:none}thead th{position:static}.num{padding-right:8pt}
.breakout{width:auto;margin-left:0}.foot{margin-top:2pt;padding-bottom:0;font-size:7.5pt}.foot p{margin:0}}
)css";
}

}  // namespace sogdia::report
