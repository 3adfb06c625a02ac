// Kernels written in `Lanes` take four channels at a time with this, or one with one-lane.wgsl. Sizes and indices count
// lanes' worth of channels.
alias Lanes = vec4f;
alias LanesU = vec4u;

// The indices of the elements that lie at i.
fn elementsAt(i: u32) -> LanesU { return 4 * i + vec4u(0, 1, 2, 3); }
