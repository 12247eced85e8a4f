# Language level, warnings, sanitizers, compiler cache.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)

set(GAVEL_SANITIZE "" CACHE STRING "Value for -fsanitize=, empty for none")

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Werror)
# Boost's and the library's own headers trip these at -O1 and above on GCC 12; they find nothing in our code that the sanitizers do not.
add_compile_options(-Wno-maybe-uninitialized -Wno-missing-field-initializers)
# At -O2 GCC 12 sees moves of temporary strings beyond their bounds; the sanitizers, which look for the real thing, do not.
add_compile_options("$<$<CONFIG:Release>:-Wno-array-bounds;-Wno-stringop-overflow;-Wno-stringop-overread;-Wno-restrict;-Wno-mismatched-new-delete>")

# Several files compiled as one (release, asan) share an unnamed namespace and see each other's names; the dev preset compiles them apart.
if(CMAKE_UNITY_BUILD)
  add_compile_options(-Wno-subobject-linkage -Wno-shadow)
endif()

if(GAVEL_SANITIZE)
  add_compile_options(-fsanitize=${GAVEL_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${GAVEL_SANITIZE})
  # Asio's coroutine frames are recycled per thread; the sanitizers must see real allocations.
  add_compile_definitions(BOOST_ASIO_DISABLE_AWAITABLE_FRAME_RECYCLING)
  if(GAVEL_SANITIZE MATCHES "thread")
    add_compile_options(-Wno-tsan)
  endif()
endif()

find_program(CCACHE ccache)
if(CCACHE)
  # The precompiled header carries time stamps and definitions that ccache would otherwise refuse to look through.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
  add_compile_options(-fpch-preprocess)
endif()
