-- Each request is another signed-in person who books. BENCH_PEOPLE: a file of "session csrf word" lines;
-- BENCH_BODY: what they send, where WORD stands for the word of their line.
local people, i = {}, 0
for line in io.lines(os.getenv("BENCH_PEOPLE")) do
   people[#people + 1] = line
end
local body = os.getenv("BENCH_BODY") or "{}"
function request()
   i = i + 1
   local session, token, word = people[(i - 1) % #people + 1]:match("(%S+) (%S+) (%S+)")
   return wrk.format("POST", nil, {
      ["Cookie"] = "sessionid=" .. session .. "; csrftoken=" .. token,
      ["X-CSRFToken"] = token,
      ["Content-Type"] = "application/json",
   }, (body:gsub("WORD", word)))
end
