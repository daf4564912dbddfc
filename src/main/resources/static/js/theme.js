/* A classic script in the head, so that a stored choice of theme holds before the first paint. */
(() => {
  'use strict';

  const KEY = 'tidings.theme';
  const system = matchMedia('(prefers-color-scheme: dark)');
  const root = document.documentElement;

  const stored = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage is forbidden here: the choice holds until the page is left
    }
  };

  const store = (theme) => {
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // as above
    }
  };

  const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : system.matches);

  const announce = () => {
    document.getElementById('theme')?.setAttribute('aria-pressed', String(isDark()));
    document.dispatchEvent(new Event('themechange'));
  };

  const choice = stored();
  if (choice === 'dark' || choice === 'light') {
    root.dataset.theme = choice;
  }
  system.addEventListener('change', announce);
  document.addEventListener('DOMContentLoaded', () => {
    announce();
    document.getElementById('theme').addEventListener('click', () => {
      root.dataset.theme = isDark() ? 'light' : 'dark';
      store(root.dataset.theme);
      announce();
    });
  });
})();
