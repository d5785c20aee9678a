/* slow.h -- the functions that handlers of eval call. Saved pc and thread->fp are right when they are called.
 * SLOW: 0 with operands consumed and the result stored; -1 with an exception set and nothing consumed.
 * FLOW: where to go on (in frame thread->fp), or NULL with an exception set and nothing consumed. Included by eval.h. */
#ifndef ADDER_SLOW_H
#define ADDER_SLOW_H
typedef Instr *(*FlowPath)(AdderThread *thread, Slot *fp, Instr *pc);
#define FLOW_FUNCTION(name) Instr *name(AdderThread *thread, Slot *fp, Instr *pc)

SLOW(adder_slow_before_async_with);
SLOW(adder_slow_before_with);
SLOW(adder_slow_binary);
SLOW(adder_slow_build_const_key_map);
SLOW(adder_slow_build_list);
SLOW(adder_slow_build_map);
SLOW(adder_slow_build_set);
SLOW(adder_slow_build_slice);
SLOW(adder_slow_build_string);
SLOW(adder_slow_build_tuple);
SLOW(adder_slow_compare);
SLOW(adder_slow_contains);
SLOW(adder_slow_copy_dict_without);
SLOW(adder_slow_delattr);
SLOW(adder_slow_delete);
SLOW(adder_slow_delete_deref);
SLOW(adder_slow_delete_global);
SLOW(adder_slow_delete_name);
SLOW(adder_slow_delitem);
SLOW(adder_slow_dict_merge);
SLOW(adder_slow_dict_update);
SLOW(adder_slow_eg_finish);
SLOW(adder_slow_eg_match);
SLOW(adder_slow_end_async_for);
SLOW(adder_slow_format);
SLOW(adder_slow_get_aiter);
SLOW(adder_slow_get_anext);
SLOW(adder_slow_get_awaitable);
SLOW(adder_slow_get_iter);
SLOW(adder_slow_get_len);
SLOW(adder_slow_get_yield_from_iter);
SLOW(adder_slow_getattr);
SLOW(adder_slow_getitem);
SLOW(adder_slow_import_from);
SLOW(adder_slow_import_name);
SLOW(adder_slow_import_star);
SLOW(adder_slow_is);
SLOW(adder_slow_list_append);
SLOW(adder_slow_list_extend);
SLOW(adder_slow_list_to_tuple);
SLOW(adder_slow_load_assertion_error);
SLOW(adder_slow_load_build_class);
SLOW(adder_slow_load_classderef);
SLOW(adder_slow_load_global);
SLOW(adder_slow_load_method);
SLOW(adder_slow_load_name);
SLOW(adder_slow_loadk_far);
SLOW(adder_slow_make_cell);
SLOW(adder_slow_make_function);
SLOW(adder_slow_map_add);
SLOW(adder_slow_match_class);
SLOW(adder_slow_match_keys);
SLOW(adder_slow_match_mapping);
SLOW(adder_slow_match_sequence);
SLOW(adder_slow_not);
SLOW(adder_slow_nothing);
SLOW(adder_slow_pop_exc);
SLOW(adder_slow_print_expr);
SLOW(adder_slow_push_exc);
SLOW(adder_slow_raise);
SLOW(adder_slow_set_add);
SLOW(adder_slow_set_update);
SLOW(adder_slow_setattr);
SLOW(adder_slow_setitem);
SLOW(adder_slow_setup_annotations);
SLOW(adder_slow_store_deref);
SLOW(adder_slow_store_global);
SLOW(adder_slow_store_name);
SLOW(adder_slow_super_attr);
SLOW(adder_slow_unary);
SLOW(adder_slow_unpack);
SLOW(adder_slow_unpack_ex);
SLOW(adder_slow_with_except);
SLOW(adder_slow_with_exit);
SLOW(adder_slow_with_exit_async);

FLOW_FUNCTION(adder_flow_call);
FLOW_FUNCTION(adder_flow_call_ex);
FLOW_FUNCTION(adder_flow_call_kw);
FLOW_FUNCTION(adder_flow_contains);
FLOW_FUNCTION(adder_flow_for_iter);
FLOW_FUNCTION(adder_flow_nomatch);
FLOW_FUNCTION(adder_flow_send);

/* 1, 0, or -1 with an exception: what compare-and-jump decides; whether local or temporary `index`, holding s, is true; whether
 * the operands of IS* and JIS* are one object. Consume nothing but what compare-and-jump does. */
int adder_slow_compare_jump(AdderThread *thread, Slot *fp, Instr *pc);
int adder_slow_truth(Slot *fp, int index, Slot s);
int adder_slow_identical(Slot *fp, Instr *pc);

/* `result` (taken over) is returned from the frame fp, which has an owner or flags. */
Instr *adder_return(AdderThread *thread, Slot *fp, Slot result);
/* `result` (taken over) was yielded to the frame fp by the generator it had resumed. */
Instr *adder_yielded(AdderThread *thread, Slot *fp, Slot result);
#endif
