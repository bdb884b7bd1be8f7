# Every shader and its variants: hearth_shader(FILE [VARIANT suffix DEFINE...]). Kept in step with the files.
foreach(reduce shared subgroup)
  string(TOUPPER REDUCE_${reduce} define)
  hearth_shader(rms_norm VARIANT ${reduce} ${define})
endforeach()
