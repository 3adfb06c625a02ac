const trainer = document.querySelector('cnn-trainer');

// A file that misses the element must not replace the page, and all that is in it.
addEventListener('dragover', (event) => {
  if (event.defaultPrevented) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = 'none';
});

// `cnn-gpu web` tells what the command line named; served by anything else, the page begins empty.
const response = await fetch('./session.json').catch(() => null);
if (response?.ok && response.headers.get('content-type')?.includes('json')) {
  const { model, data } = await response.json();
  if (model) trainer.setAttribute('model-src', model);
  if (data) trainer.setAttribute('data-src', data.url);
}
