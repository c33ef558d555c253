/*
 * A Vulkan application for the tests of the selection layer: asks in the ways in which Dawn does not (a short array,
 * device groups, Vulkan 1.0, many instances in many threads) and prints what it got as one line of JSON.
 */
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

#include "../../electron/probe/select-layer/vulkan.h"

enum { MOST = 16, THREADS = 4, ROUNDS = 5 };

/* Only what differs from zero is named: sType of the instance is 1, of the application 0. */
struct application {
  VkStructureType sType;
  const void *pNext;
  const char *name;
  uint32_t version;
  const char *engine;
  uint32_t engineVersion;
  uint32_t apiVersion;
};
struct instance_info {
  VkStructureType sType;
  const void *pNext;
  uint32_t flags;
  const struct application *application;
  uint32_t layerCount;
  const char *const *layers;
  uint32_t extensionCount;
  const char *const *extensions;
};

static PFN_vkGetInstanceProcAddr get;

static VkInstance make_instance(uint32_t apiVersion) {
  const struct application application = {.apiVersion = apiVersion};
  const struct instance_info info = {.sType = 1, .application = &application};
  PFN_vkCreateInstance create = (PFN_vkCreateInstance)get(NULL, "vkCreateInstance");
  VkInstance instance = NULL;
  return create((const VkInstanceCreateInfo *)(const void *)&info, NULL, &instance) == VK_SUCCESS ? instance : NULL;
}

static void end_instance(VkInstance instance) {
  ((PFN_vkDestroyInstance)get(instance, "vkDestroyInstance"))(instance, NULL);
}

static VkResult devices(VkInstance instance, uint32_t *count, VkPhysicalDevice *list) {
  return ((PFN_vkEnumeratePhysicalDevices)get(instance, "vkEnumeratePhysicalDevices"))(instance, count, list);
}

static VkResult groups(VkInstance instance, uint32_t *count, VkPhysicalDeviceGroupProperties *list) {
  return ((PFN_vkEnumeratePhysicalDeviceGroups)get(instance, "vkEnumeratePhysicalDeviceGroups"))(instance, count, list);
}

/* NULL: as many devices each time as `expected` says. */
static void *churn(void *expected) {
  for (int round = 0; round < ROUNDS; round += 1) {
    VkInstance instance = make_instance(1u << 22 | 3u << 12);
    VkPhysicalDevice list[MOST];
    uint32_t count = MOST;
    if (instance == NULL || devices(instance, &count, list) != VK_SUCCESS || count != *(uint32_t *)expected)
      return expected;
    end_instance(instance);
  }
  return NULL;
}

int main(void) {
  void *library = dlopen("libvulkan.so.1", RTLD_NOW);
  if (library == NULL) return 2;
  *(void **)&get = dlsym(library, "vkGetInstanceProcAddr");
  VkInstance instance = make_instance(1u << 22 | 3u << 12);
  if (instance == NULL) return 3;

  uint32_t total = 0;
  VkPhysicalDevice list[MOST];
  VkResult counted = devices(instance, &total, NULL);
  uint32_t some = 1;
  VkResult shortened = devices(instance, &some, list);
  uint32_t many = MOST;
  VkResult filled = devices(instance, &many, list);

  uint32_t groupTotal = 0;
  VkResult groupsCounted = groups(instance, &groupTotal, NULL);
  VkPhysicalDeviceGroupProperties groupList[MOST] = {0};
  for (int i = 0; i < MOST; i += 1) groupList[i].sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_GROUP_PROPERTIES;
  uint32_t someGroups = 1;
  VkResult groupsShortened = groups(instance, &someGroups, groupList);
  uint32_t manyGroups = MOST;
  VkResult groupsFilled = groups(instance, &manyGroups, groupList);
  uint32_t grouped = 0;
  for (uint32_t i = 0; i < manyGroups; i += 1) grouped += groupList[i].physicalDeviceCount;
  end_instance(instance);

  VkInstance old = make_instance(1u << 22);
  uint32_t oldTotal = MOST;
  VkResult oldFilled = old == NULL ? VK_ERROR_INITIALIZATION_FAILED : devices(old, &oldTotal, list);
  if (old != NULL) end_instance(old);

  pthread_t threads[THREADS];
  int failures = 0;
  for (int i = 0; i < THREADS; i += 1) pthread_create(&threads[i], NULL, churn, &total);
  for (int i = 0; i < THREADS; i += 1) {
    void *failed = NULL;
    pthread_join(threads[i], &failed);
    failures += failed != NULL;
  }

  printf("{\"counted\":[%d,%u],\"shortened\":[%d,%u],\"filled\":[%d,%u],", counted, total, shortened, some, filled, many);
  printf("\"groupsCounted\":[%d,%u],\"groupsShortened\":[%d,%u],\"groupsFilled\":[%d,%u],\"grouped\":%u,", groupsCounted,
         groupTotal, groupsShortened, someGroups, groupsFilled, manyGroups, grouped);
  printf("\"old\":[%d,%u],\"failures\":%d}\n", oldFilled, oldTotal, failures);
  return 0;
}
