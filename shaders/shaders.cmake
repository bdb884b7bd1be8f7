# Every shader and its variants: hearth_shader(FILE [VARIANT suffix DEFINE...]). Kept in step with the files.
foreach(reduce shared subgroup)
  string(TOUPPER REDUCE_${reduce} define)
  hearth_shader(rms_norm VARIANT ${reduce} ${define})
endforeach()

# Matrix products: one variant per number format.
set(formats f32 f16 bf16 q8_0 q4_0 q4_1 q5_0 q5_1 q2_k q3_k q4_k q5_k q6_k iq4_nl iq4_xs mxfp4)
foreach(format ${formats})
  string(TOUPPER FORMAT_${format} format_define)
  foreach(shader matvec gated down_experts)
    foreach(reduce shared subgroup)
      string(TOUPPER REDUCE_${reduce} define)
      hearth_shader(${shader} VARIANT ${format}_${reduce} ${format_define} ${define})
    endforeach()
  endforeach()
  hearth_shader(matmul VARIANT ${format} ${format_define})
endforeach()

# Experts.
foreach(reduce shared subgroup)
  string(TOUPPER REDUCE_${reduce} define)
  hearth_shader(route VARIANT ${reduce} ${define})
endforeach()
hearth_shader(group_rows)
hearth_shader(sum_experts)
