/* pymacconfig.h -- nothing to adjust on the systems we build for; here because programs include it. */
#ifndef PYMACCONFIG_H
#define PYMACCONFIG_H
#endif
