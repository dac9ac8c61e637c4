-- Puts plans into carts, another cart with each request, each thread among carts of its own.
-- wrk … -- CARTS PLANS [MS]: with MS, a customer waits for half as long to one and a half times as long between requests.
local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

local function lines(path)
  local list = {}
  for line in io.lines(path) do
    list[#list + 1] = line
  end
  return list
end

function init(args)
  local carts, plans = lines(args[1]), lines(args[2])
  requests = {}
  -- Half of the carts: nobody is two customers at once.
  for _, plan in ipairs(plans) do
    for i = number + 1, #carts, 2 do
      local headers = {
        ["Accept"] = "text/html",
        ["Content-Type"] = "application/x-www-form-urlencoded",
        ["Cookie"] = carts[i],
      }
      requests[#requests + 1] = wrk.format("POST", "/api/fn/cart_add", headers, plan)
    end
  end
  at = 0
  local pause = tonumber(args[3])
  if pause then
    math.randomseed(number)
    -- wrk asks for it where it is there.
    function delay()
      return math.random(pause / 2, pause * 3 / 2)
    end
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency)
  local line = '\n{"requests":%d,"micros":%d,"failed":%d,"p50":%d,"p99":%d}\n'
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(line:format(summary.requests, summary.duration, failed, latency:percentile(50), latency:percentile(99)))
end
