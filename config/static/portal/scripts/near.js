/* "Near me": the browser gives the position, rounded to a kilometre, and the page is asked again from there.
   Without JavaScript, or without a position to give, the button does not show or says why. */
document.querySelectorAll("[data-near]").forEach((box) => {
  if (!navigator.geolocation) return;
  const button = box.querySelector("button");
  const status = box.querySelector("[role=status]");
  box.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    status.textContent = box.dataset.searching;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const address = new URL(window.location.href);
        address.searchParams.set("near", `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`);
        ["place", "page", "region"].forEach((name) => address.searchParams.delete(name));
        window.location.assign(address);
      },
      () => {
        button.disabled = false;
        status.textContent = box.dataset.refused;
      },
      { maximumAge: 600000, timeout: 15000 },
    );
  });
});
