/*
 * The place of a layer between the loader and the driver: which function comes next for each instance, and the calls
 * that every layer must take. What a layer changes is its own `intercept`. Devices are left alone: their calls go past us.
 */
#ifndef PERIGEE_CHAIN_H
#define PERIGEE_CHAIN_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "vulkan.h"

#ifdef _WIN32
#define LAYER_EXPORT __declspec(dllexport)
#else
#define LAYER_EXPORT __attribute__((visibility("default")))
#endif

/*
 * The next functions of one instance, each NULL when neither the driver nor a layer below has it. They are asked for
 * while the instance is made: later the loader answers with the top of the chain, which may be ourselves.
 */
struct link {
  void *key; /* NULL: a free place */
  VkInstance instance;
  PFN_vkGetInstanceProcAddr next;
  PFN_vkDestroyInstance destroy_instance;
  PFN_vkEnumeratePhysicalDevices enumerate_devices;
  PFN_vkEnumeratePhysicalDeviceGroups enumerate_groups;
  PFN_vkGetPhysicalDeviceProperties properties;
  PFN_vkGetPhysicalDeviceProperties2 properties2;
  PFN_vkGetPhysicalDeviceMemoryProperties memory;
  PFN_vkEnumerateDeviceExtensionProperties extensions;
};

/* Dawn makes one instance for each adapter that it is asked for. */
enum { MOST_INSTANCES = 64 };
static struct link links[MOST_INSTANCES];
static atomic_flag links_lock = ATOMIC_FLAG_INIT;

static void lock_links(void) {
  while (atomic_flag_test_and_set_explicit(&links_lock, memory_order_acquire)) {
  }
}

static void unlock_links(void) { atomic_flag_clear_explicit(&links_lock, memory_order_release); }

/* An instance and its physical devices begin with the same pointer, the loader's table for that instance. */
static void *key_of(const void *handle) { return *(void *const *)handle; }

static bool find_link(const void *handle, struct link *found) {
  void *key = key_of(handle);
  bool is_found = false;
  lock_links();
  for (size_t i = 0; i < MOST_INSTANCES && !is_found; i += 1) {
    if (links[i].key != key) continue;
    *found = links[i];
    is_found = true;
  }
  unlock_links();
  return is_found;
}

/* Puts `to` in the first place whose key is `from`. */
static bool replace_link(void *from, struct link to) {
  bool is_done = false;
  lock_links();
  for (size_t i = 0; i < MOST_INSTANCES && !is_done; i += 1) {
    if (links[i].key != from) continue;
    links[i] = to;
    is_done = true;
  }
  unlock_links();
  return is_done;
}

static PFN_vkVoidFunction either(PFN_vkGetInstanceProcAddr next, VkInstance instance, const char *core,
                                 const char *extension) {
  PFN_vkVoidFunction function = next(instance, core);
  return function == NULL ? next(instance, extension) : function;
}

static struct link link_of(VkInstance instance, PFN_vkGetInstanceProcAddr next) {
  return (struct link){
      .key = key_of(instance),
      .instance = instance,
      .next = next,
      .destroy_instance = (PFN_vkDestroyInstance)next(instance, "vkDestroyInstance"),
      .enumerate_devices = (PFN_vkEnumeratePhysicalDevices)next(instance, "vkEnumeratePhysicalDevices"),
      .enumerate_groups = (PFN_vkEnumeratePhysicalDeviceGroups)either(
          next, instance, "vkEnumeratePhysicalDeviceGroups", "vkEnumeratePhysicalDeviceGroupsKHR"),
      .properties = (PFN_vkGetPhysicalDeviceProperties)next(instance, "vkGetPhysicalDeviceProperties"),
      .properties2 = (PFN_vkGetPhysicalDeviceProperties2)either(next, instance, "vkGetPhysicalDeviceProperties2",
                                                                "vkGetPhysicalDeviceProperties2KHR"),
      .memory = (PFN_vkGetPhysicalDeviceMemoryProperties)next(instance, "vkGetPhysicalDeviceMemoryProperties"),
      .extensions =
          (PFN_vkEnumerateDeviceExtensionProperties)next(instance, "vkEnumerateDeviceExtensionProperties"),
  };
}

/* The layer's own function in place of the next one; NULL when it leaves that one alone. */
static PFN_vkVoidFunction intercept(const char *name);

static void destroy_instance(VkInstance instance, const void *allocator) {
  struct link link;
  if (instance == NULL || !find_link(instance, &link)) return;
  replace_link(link.key, (struct link){0});
  if (link.destroy_instance != NULL) link.destroy_instance(instance, allocator);
}

static VkResult create_instance(const VkInstanceCreateInfo *info, const void *allocator, VkInstance *instance) {
  VkBaseStructure *structure = info->pNext;
  while (structure != NULL && (structure->sType != VK_STRUCTURE_TYPE_LOADER_INSTANCE_CREATE_INFO ||
                               ((VkLayerInstanceCreateInfo *)structure)->function != 0))
    structure = structure->pNext;
  VkLayerInstanceCreateInfo *chain = (VkLayerInstanceCreateInfo *)structure;
  if (chain == NULL || chain->link == NULL) return VK_ERROR_INITIALIZATION_FAILED;

  PFN_vkGetInstanceProcAddr next = chain->link->pfnNextGetInstanceProcAddr;
  PFN_vkCreateInstance create = (PFN_vkCreateInstance)next(NULL, "vkCreateInstance");
  if (create == NULL) return VK_ERROR_INITIALIZATION_FAILED;
  chain->link = chain->link->pNext;
  VkResult result = create(info, allocator, instance);
  if (result != VK_SUCCESS) return result;

  struct link link = link_of(*instance, next);
  if (replace_link(NULL, link)) return VK_SUCCESS;
  if (link.destroy_instance != NULL) link.destroy_instance(*instance, allocator);
  return VK_ERROR_OUT_OF_HOST_MEMORY;
}

static PFN_vkVoidFunction get_instance_proc_addr(VkInstance instance, const char *name) {
  if (strcmp(name, "vkGetInstanceProcAddr") == 0) return (PFN_vkVoidFunction)get_instance_proc_addr;
  if (strcmp(name, "vkCreateInstance") == 0) return (PFN_vkVoidFunction)create_instance;
  struct link link;
  if (instance == NULL || !find_link(instance, &link)) return NULL;
  if (strcmp(name, "vkDestroyInstance") == 0) return (PFN_vkVoidFunction)destroy_instance;
  PFN_vkVoidFunction next = link.next(instance, name);
  PFN_vkVoidFunction own = next == NULL ? NULL : intercept(name);
  return own == NULL ? next : own;
}

LAYER_EXPORT VkResult vkNegotiateLoaderLayerInterfaceVersion(VkNegotiateLayerInterface *negotiation);

VkResult vkNegotiateLoaderLayerInterfaceVersion(VkNegotiateLayerInterface *negotiation) {
  if (negotiation == NULL || negotiation->sType != 1 || negotiation->loaderLayerInterfaceVersion < 2)
    return VK_ERROR_INITIALIZATION_FAILED;
  negotiation->loaderLayerInterfaceVersion = 2;
  negotiation->pfnGetInstanceProcAddr = get_instance_proc_addr;
  negotiation->pfnGetDeviceProcAddr = NULL;
  negotiation->pfnGetPhysicalDeviceProcAddr = NULL;
  return VK_SUCCESS;
}

#endif
