// What every page does beside its views: its menu folds on a narrow screen.

function enhanceMenu() {
  const menu = document.querySelector(".ik-menu");
  if (!menu) return;
  const wide = matchMedia("(min-width: 48rem)");
  const fold = () => { menu.open = wide.matches; };
  wide.addEventListener("change", fold);
  fold();
}

enhanceMenu();
