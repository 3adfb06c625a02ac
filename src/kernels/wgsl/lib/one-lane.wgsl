// Kernels written in `Lanes` take one channel at a time with this, or four with four-lanes.wgsl. Sizes and indices count
// lanes' worth of channels.
alias Lanes = f32;
alias LanesU = u32;

// The indices of the elements that lie at i.
fn elementsAt(i: u32) -> LanesU { return i; }
