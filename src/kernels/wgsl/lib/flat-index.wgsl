// One thread per element: the element's index, also where the dispatch was folded into y.
override WORKGROUP_SIZE: u32 = 64u;

fn flatIndex(id: vec3u, groups: vec3u) -> u32 {
  return id.x + id.y * groups.x * WORKGROUP_SIZE;
}
