-- Each line of BENCH_PLAN ("session csrf path") is posted once; clients that have none left read /healthz.
-- When all are answered it says "2500 answered, 0 refused in 31.415s"; wrk itself would wait for its whole duration.
local ffi = require("ffi")
ffi.cdef [[ typedef struct { long s; long us; } bench_time; int gettimeofday(bench_time *now, void *zone); ]]
local function seconds()
   local now = ffi.new("bench_time")
   ffi.C.gettimeofday(now, nil)
   return tonumber(now.s) + tonumber(now.us) / 1e6
end
-- wrk asks for one request before it starts, to see whether it is well formed: that one is none of ours.
local plan, i, answered, refused, start = {}, -1, 0, 0, 0
for line in io.lines(os.getenv("BENCH_PLAN")) do
   plan[#plan + 1] = line
end
function request()
   i = i + 1
   if i == 0 or i > #plan then
      return wrk.format("GET", "/healthz")
   end
   if i == 1 then
      start = seconds()
   end
   local session, token, path = plan[i]:match("(%S+) (%S+) (%S+)")
   return wrk.format("POST", path, {
      ["Cookie"] = "sessionid=" .. session .. "; csrftoken=" .. token,
      ["X-CSRFToken"] = token,
      ["Content-Type"] = "application/json",
   }, "{}")
end
function response(status)
   if status == 200 then
      return
   end
   answered = answered + 1
   if status >= 400 then
      refused = refused + 1
   end
   if answered == #plan then
      io.write(string.format("%d answered, %d refused in %.3fs\n", answered, refused, seconds() - start))
      io.flush()
      wrk.thread:stop()
   end
end
