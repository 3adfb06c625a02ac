// Three random words from three numbers that count: pcg3d of M. Jarzynski and M. Olano, "Hash Functions for GPU
// Rendering", Journal of Computer Graphics Techniques 9(3), 2020. reference/random.ts has the same bits.
fn randomWords(seed: u32, salt: u32, index: u32) -> vec3u {
  var v = vec3u(seed, salt, index) * 1664525u + 1013904223u;
  v.x += v.y * v.z;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  v ^= v >> vec3u(16u);
  v.x += v.y * v.z;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  return v;
}

// The upper 24 bits as a number in [0, 1), exact in f32.
fn unitInterval(word: u32) -> f32 {
  return f32(word >> 8u) * 5.9604644775390625e-8;
}
