# Everything comes from the distribution; see the package list in ./dev.
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url)
find_package(OpenSSL REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(spdlog REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(GTest REQUIRED)
find_package(prometheus-cpp REQUIRED)
foreach(library libpq hiredis libcurl libsodium libzstd libbrotlienc zlib libcmark pugixml vips-cpp libseccomp pangocairo cairo-pdf)
  pkg_check_modules(${library} REQUIRED IMPORTED_TARGET ${library})
endforeach()
# Its -pthread defines _REENTRANT, with which the precompiled header is refused; Threads::Threads is linked everywhere anyway.
set_target_properties(PkgConfig::vips-cpp PkgConfig::pangocairo PkgConfig::cairo-pdf PROPERTIES INTERFACE_COMPILE_OPTIONS "")

# One header set, compiled once, for every library and test.
add_library(gavel_pch OBJECT ${CMAKE_SOURCE_DIR}/cmake/pch.cpp)
target_include_directories(gavel_pch PUBLIC ${CMAKE_SOURCE_DIR}/src)
target_link_libraries(gavel_pch PUBLIC Boost::boost Boost::json fmt::fmt spdlog::spdlog Threads::Threads)
target_compile_definitions(gavel_pch PUBLIC BOOST_ASIO_NO_DEPRECATED)
target_precompile_headers(gavel_pch PUBLIC ${CMAKE_SOURCE_DIR}/cmake/pch.hpp)
