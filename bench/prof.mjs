import { launch } from './lib/browser.mjs'
import { openResults } from './lib/clicks.mjs'
import { painted, press } from './lib/painted.mjs'
const url = process.argv[2]; const browser = await launch(); const page = await openResults(browser, url)
const client = await page.context().newCDPSession(page)
const FILTER = '#filters a[role][aria-checked=false]'
const clear='.chips a[href="/products"]'
async function click(t){const b=page.url(); await press(page,t,0); await page.waitForURL(n=>n.href!==b); return painted(page)}
for (let i=0;i<9;i++){const f=page.locator(FILTER); await click(f.nth((i*7)%await f.count())); if(i%3===2) await click(page.locator(clear))}
const events=[]; client.on('Tracing.dataCollected',e=>events.push(...e.value))
await client.send('Tracing.start',{categories:'devtools.timeline,disabled-by-default-v8.cpu_profiler,v8.execute,blink.user_timing',transferMode:'ReportEvents'})
const times=[]
for (let i=0;i<12;i++){const f=page.locator(FILTER); times.push(await click(f.nth((i*7+3)%await f.count()))); if(i%3===2) await click(page.locator(clear))}
const done=new Promise(r=>client.once('Tracing.tracingComplete',r)); await client.send('Tracing.end'); await done
const by={}; for(const e of events) if(e.ph==='X'&&e.tdur) { (by[e.name]??={n:0,t:0}); by[e.name].n++; by[e.name].t+=e.tdur/1000 }
console.log(times.map(t=>t.toFixed(0)).join(' ')); console.log(Object.entries(by).sort((a,b)=>b[1].t-a[1].t).slice(0,22).map(([k,v])=>`${k} n=${v.n} per click ${(v.t/16).toFixed(2)}ms`).join('\n'))
console.log('nodes', await page.evaluate(()=>document.querySelectorAll('*').length))
await browser.close()
