// b as single numbers, for rows of any length.
@group(0) @binding(2) var<storage, read> b: array<f32>;

// Four neighboring numbers of b.
fn quadOfB(at: u32) -> vec4f {
  return vec4f(b[at], b[at + 1u], b[at + 2u], b[at + 3u]);
}
