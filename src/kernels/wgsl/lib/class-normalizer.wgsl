// What cross-entropy divides the outputs of one row by, over `params.classes` classes of `output` from `start` on.
override FROM_LOGITS: bool = false;

struct Normalizer {
  // The greatest logit, and the logarithm of the sum of exp(logit - largest). Only with logits.
  largest: f32,
  logSum: f32,
  // With logits log(sum of exp(output)), with probabilities the sum of the outputs.
  value: f32,
}

fn normalizerOf(start: u32) -> Normalizer {
  if (!FROM_LOGITS) {
    var sum = 0.0;
    for (var c = 0u; c < params.classes; c++) { sum += output[start + c]; }
    return Normalizer(0.0, 0.0, sum);
  }
  var largest = output[start];
  for (var c = 1u; c < params.classes; c++) { largest = max(largest, output[start + c]); }
  var sum = 0.0;
  for (var c = 0u; c < params.classes; c++) { sum += exp(output[start + c] - largest); }
  return Normalizer(largest, log(sum), largest + log(sum));
}
