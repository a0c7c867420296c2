-- Each request is another signed-in person who asks for a seat. BENCH_PEOPLE: a file of "session csrf" lines.
local people, i = {}, 0
for line in io.lines(os.getenv("BENCH_PEOPLE")) do
   people[#people + 1] = line
end
function request()
   i = i + 1
   local session, token = people[(i - 1) % #people + 1]:match("(%S+) (%S+)")
   return wrk.format("POST", nil, {
      ["Cookie"] = "sessionid=" .. session .. "; csrftoken=" .. token,
      ["X-CSRFToken"] = token,
      ["Content-Type"] = "application/json",
   }, "{}")
end
